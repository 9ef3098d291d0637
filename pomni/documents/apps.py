from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Module

SEE = {
    "director": "all",
    "front_desk": "location",
    "specialist": "own",
    "salesperson": "own",
    "head_of_sales": "team",
}


class DocumentsConfig(Module):
    name = "pomni.documents"
    verbose_name = _("Files")
    url_prefix = "files/"
    capabilities = (
        Capability("documents.file.see", _("See files of {clients}"), SEE),
        Capability("documents.file.add", _("Add files to {clients}"), SEE),
        Capability(
            "documents.file.remove",
            _("Remove files of {clients}"),
            {"director": "all", "front_desk": "location"},
        ),
    )
