"""In a checkout `agents` is `sovereigns.agents`: the same modules, not a second copy."""

if __name__ == "agents":
    from sovereigns.short import alias

    alias(__name__)
