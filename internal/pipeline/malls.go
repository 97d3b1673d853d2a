package pipeline

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// malls returns what a step needs of a mall.
type malls[M any] func(id lowstock.MallID) M

// Mall returns what the step needs of the mall.
func (f malls[M]) Mall(id lowstock.MallID) M { return f(id) }
