// Package sheet reads and writes tables as CSV and XLSX: what people make with
// Excel in Korea, and what they can open there.
//
// It owns encodings, delimiters, formats, the bounds of an upload, and that no
// cell of an export is a formula. It must not know what the columns mean.
package sheet
