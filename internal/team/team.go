package team

// Right is how much somebody may change. Each includes those before it.
type Right int

// The rights.
const (
	RightSee   Right = iota // look, export, and nothing else
	RightAct                // act on alerts, ask for a sync, choose one's own columns
	RightRules              // what alerts go by: thresholds, lead times, promotions, what to order
	RightOwn                // who is told and how, tokens, and who may do what
)

// Right is what an operator may change: the owner everything, a sub-operator
// what the owner allows, and whatever else Cafe24 calls people nothing.
func (o Operator) Right(subsChangeRules bool) Right {
	switch {
	case o.Type == "P":
		return RightOwn
	case o.Type == "A" && subsChangeRules:
		return RightRules
	case o.Type == "A":
		return RightAct
	}
	return RightSee
}
