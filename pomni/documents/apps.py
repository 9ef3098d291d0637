from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Composer, Module, Panel

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
    client_panels = (Panel(_("Files"), "pomni.documents.views.client_panel", "documents.file.see", order=60),)
    composers = (
        Composer(
            "file", _("File"), "paperclip", "pomni.documents.views.composer", "documents.file.add", order=60
        ),
    )
