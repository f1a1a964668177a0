"""All that talks to other systems, or to a library that knows the world."""
