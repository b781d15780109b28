"""The OGI warehouse: China's government information disclosure annual reports, from raw files to a published warehouse."""
