"""What the commands of cli.py do. Does not belong here: options and help texts (cli.py), the work itself (assets, engines, publishing)."""
