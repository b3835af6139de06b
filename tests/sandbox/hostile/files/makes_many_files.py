"""Makes a hundred thousand files."""


def double(x):
    for number in range(100_000):
        open(f"file-{number}", "w").close()
    return 2 * x
