package words

import (
	"slices"
)

// catalogue is the table of all sentences. Each area contributes one list.
//
//nolint:gochecknoglobals // a constant table; Go has no constant maps
var catalogue = index(allWords())

// allWords lists each area once.
func allWords() []entry {
	return slices.Concat(errorWords(), mailWords(), healthWords(), webWords(), pageWords(), sellingWords(), privacyWords(), helpWords(), sureWords(), pictureWords(), purchaseWords(), purchaseSheetWords(), orderSheetWords(), itemsSupplierWords(), supplierWords(), purchaseMailWords(), goodsWords())
}

func index(all []entry) map[string]entry {
	table := map[string]entry{}
	for _, e := range slices.Concat(all, ofChannels(all)) {
		table[e.key] = e
	}
	return table
}
