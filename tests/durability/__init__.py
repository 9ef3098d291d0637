"""What never happens: kills, power cuts, full disks and lost databases, played on real processes and real files."""
