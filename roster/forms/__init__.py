"""Forms: the shape and wording of what people type; no database."""
