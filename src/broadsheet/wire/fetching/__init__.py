"""The clerk's looks at sources over the network: threads ask, the clerk's own loop keeps."""
