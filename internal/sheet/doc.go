// Package sheet reads and writes tables as CSV and XLSX: the files that people
// in Korea make with Excel, and files that they can open with it.
//
// It owns encodings, delimiters, file formats and the limits of an upload, and
// it guarantees that no cell of an export is a formula. It must not know what
// the columns mean.
package sheet
