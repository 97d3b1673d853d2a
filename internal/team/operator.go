package team

import (
	"time"
)

// Operator is the person in the mall's admin, as the signed launch identified
// them.
type Operator struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"` // P owner, A sub-operator; others: least privilege
	Lang string `json:"lang"` // ko_KR, en_US, …
}

// SeenOperator is an operator who has opened the app.
type SeenOperator struct {
	Operator

	OpenedAt time.Time
}
