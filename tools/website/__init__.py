"""What makes the documentation of docs/ a site: code run as it is built, mathematics drawn without scripts."""
