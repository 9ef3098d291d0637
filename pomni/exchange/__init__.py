"""Exchange: a company's own client file comes in (CSV, XLSX, vCard), and goes out again, whole or in part."""
