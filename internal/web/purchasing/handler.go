// Package purchasing owns the pages of purchase orders to suppliers: the list, a
// draft, a sent order and what happens to it, its print and its files.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not decide what an order's state is: the domain does.
package purchasing

import (
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/web/kit"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store merchant.Malls[Store]
}

// Store is what this subject stores and reads of a mall.
type Store interface{}
