"""In a checkout `experiments` is `sovereigns.experiments`: the same modules, not a second copy."""

if __name__ == "experiments":
    from sovereigns.short import alias

    alias(__name__)
