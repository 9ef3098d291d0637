"""Laying out the preset roles in a company, and keeping those that it has not edited in step with this version."""

from pomni.kit.ids import new_stamp
from pomni.team.models import Role, User
from pomni.team.presets import PRESETS, fields_of_preset, grants_of_preset


def lay_out_presets(**_kwargs: object) -> None:
    """Make the preset roles and let those that the company has not edited follow this version. Run after migrating."""
    changed = []
    for preset in PRESETS:
        told = {"grants": grants_of_preset(preset), "fields": fields_of_preset(preset)}
        role, is_new = Role.objects.get_or_create(preset=preset, defaults=told)
        if (
            not is_new
            and not role.is_edited
            and (role.grants, role.fields) != (told["grants"], told["fields"])
        ):
            Role.objects.filter(pk=role.pk).update(**told)
            changed.append(role.pk)
    if changed:
        User.objects.filter(roles_held__role__in=changed).update(access_stamp=new_stamp())
