package outlook

// GroupKind is what the items of a group have in common.
type GroupKind string

// The kinds of groups, the narrowest first.
const (
	GroupCategory GroupKind = "category"
	GroupSupplier GroupKind = "supplier"
	GroupMall     GroupKind = "mall"
)

// Group is items of a mall from which a suggestion for a new item is learnt.
type Group struct {
	Kind GroupKind `json:"kind"`
	Key  string    `json:"key"` // the category's number or the supplier's code; "" for the mall
}

// Learnt says that a suggestion is an estimate from other items, because the
// record of the item itself is too short. The zero value: it is not.
type Learnt struct {
	Group

	Days int `json:"days"` // of the item's record, from its first sale on
}

// Is says whether the suggestion is such an estimate.
func (l Learnt) Is() bool { return l.Kind != "" }
