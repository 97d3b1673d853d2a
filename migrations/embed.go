// Package migrations holds the schema as goose SQL files. It owns the files and
// nothing else: internal/postgres applies them.
package migrations

import "embed"

// FS is the set of goose migrations, one version a file.
//
//go:embed *.sql
var FS embed.FS
