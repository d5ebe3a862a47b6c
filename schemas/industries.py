"""Industry codes (国民经济行业分类, GB/T 4754-2017): a section's letter, a division of two digits, and one or two more.

Sections and divisions are checked; which groups and classes a division has is not.
"""

# section -> its first and last division
SECTIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip


def _of_section(letter: str, first: int, last: int) -> str:
    divisions = "|".join(f"{division:02}" for division in range(first, last + 1))
    return f"{letter}|{letter}?(?:{divisions})[0-9]{{0,2}}"


FORM = f"^(?:{'|'.join(_of_section(letter, *divisions) for letter, divisions in SECTIONS.items())})$"
