"""Two questions of whoever watches the machine: is it alive, and can it work?"""

from django.db import connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from pomni.team.access import PUBLIC, door


@door(PUBLIC)
@require_safe
def healthz(request):
    """200 as long as the process answers."""
    return JsonResponse({"alive": True})


@door(PUBLIC)
@require_safe
def readyz(request):
    """200 when the database answers and its tables are those of this version; 503 and which of them is wrong otherwise."""
    troubles = [name for name, check in (("database", _database), ("tables", _tables)) if not _passes(check)]
    return JsonResponse({"ready": not troubles, "troubles": troubles}, status=503 if troubles else 200)


def _passes(check):
    try:
        return check()
    except Exception:
        return False


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


_tables_fit = False


def _tables():
    global _tables_fit
    if not _tables_fit:  # once they fit they fit until this process ends
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        _tables_fit = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _tables_fit
