package words

import (
	"slices"
)

// catalogue is the table of all sentences. Each area contributes one list.
//
//nolint:gochecknoglobals // a constant table; Go has no constant maps
var catalogue = index(errorWords(), mailWords(), healthWords(), webWords(), pageWords(), sellingWords(), sureWords())

func index(lists ...[]entry) map[string]entry {
	table := map[string]entry{}
	all := slices.Concat(lists...)
	for _, e := range slices.Concat(all, ofChannels(all)) {
		table[e.key] = e
	}
	return table
}
