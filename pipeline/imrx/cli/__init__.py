app = None


def main() -> None:
    """Nothing."""
