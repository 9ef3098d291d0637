"""How RFC 5545 writes values and lines: for every calendar file that leaves the house."""

OCTETS = 75  # in a line, without its end (3.1)
# 3.3.11: what separates values is escaped, an end of line is written out; a colon and a quotation mark stand as they are.
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def escaped(text: str) -> str:
    """A text as a value: other ends of lines are made one, and signs that no line may hold are left out."""
    told = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(sign for sign in told if sign in "\n\t" or (sign >= " " and sign != "\x7f"))
    return plain.translate(ESCAPED)


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, none within a letter; each piece but the first begins with a space."""
    pieces, room, piece = [], OCTETS, ""
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", OCTETS - 1
        piece, room = piece + sign, room - size
    return "\r\n".join([*pieces, piece])
