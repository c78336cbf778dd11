"""A built site brought to where it is served: in such an order that it works at every moment."""
