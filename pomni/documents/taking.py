"""Taking a file in: its bytes are laid onto the disk first, then the command writes the row that tells of them."""

from typing import IO, Any

from pomni.documents import commands
from pomni.documents.models import File
from pomni.documents.storing import laid, remove
from pomni.team.models import User


def take_file(client: Any, content: IO[bytes], *, name: str, by: User, key: str = "") -> File:
    """Put a file that was sent onto a client's card. Raises what the command raises, and then nothing stays.

    The same key with the same name and bytes gives the file that is there already.
    """
    with laid(content) as bytes_of_it:
        file = commands.add_file(client, name=name, content=bytes_of_it, by=by, key=key)
    if file.stored != bytes_of_it.stored:
        remove([bytes_of_it.stored])
    return file
