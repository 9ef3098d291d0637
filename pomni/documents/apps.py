from django.utils.translation import gettext_lazy as _

from pomni.kit.giving import Disclosure
from pomni.kit.module import Capability, Composer, FileKeeper, Module, MomentGroup, Panel

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
    facts = ("pomni.documents.facts.of_clients",)
    file_keepers = (
        FileKeeper(
            "documents.file.see",
            "documents.file.add",
            "pomni.documents.keeping.on_card",
            "pomni.documents.keeping.named",
            "pomni.documents.keeping.kept",
        ),
    )
    discloses = (
        Disclosure(
            "files", _("Files"), "pomni.documents.disclosing.of_files", "documents.file.see", order=50
        ),
    )
    moment_groups = (
        MomentGroup(
            "files", _("Files"), "file-text", ("documents.file",), capability="documents.file.see", order=50
        ),
    )
    client_panels = (Panel(_("Files"), "pomni.documents.views.client_panel", "documents.file.see", order=60),)
    composers = (
        Composer(
            "file", _("File"), "paperclip", "pomni.documents.views.composer", "documents.file.add", order=60
        ),
    )
