package kit

// SheetPage is how many rows an export reads at a time.
const SheetPage = 1000
