"""Whole sites as other systems export them: WordPress (WXR), Ghost, and folders of ninjs."""
