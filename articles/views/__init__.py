"""Views for readers, and endpoints of the desk. They read and show, and decide nothing."""
