"""In a checkout `model` is `sovereigns.model`: the same modules, not a second copy."""

if __name__ == "model":
    from sovereigns.short import alias

    alias(__name__)
