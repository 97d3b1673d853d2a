package web

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// owns says whether the operator may change who is told, and how.
func (r viewer) owns() bool { return r.Right >= lowstock.RightOwn }
