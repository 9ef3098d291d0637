"""What the module `post` says of itself."""

from pomni.kit.module import Module


class PostConfig(Module):
    """Letters and calls that leave the machine: an outbox, mail by SMTP, one guarded client for HTTP."""

    name = "pomni.post"
