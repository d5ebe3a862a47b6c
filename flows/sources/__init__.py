"""Where files come from besides people: declared in one file, brought into the inbox under the facts of their source."""
