"""What assets work with: the home they write to, and dbt. Does not belong here: what is computed."""
