package team

// Right is how much an operator may change. Each right includes the rights
// before it.
type Right int

// The rights.
const (
	RightNone  Right = iota // read one sentence, and end one's own sessions
	RightSee                // view and export only
	RightAct                // act on alerts, request a sync, choose one's own columns
	RightRules              // change what alerts depend on: thresholds, lead times, promotions, what to order
	RightOwn                // change recipients and channels, tokens, and the rights of others
)

// Right returns what an operator may change. The owner may change everything. A
// sub-operator may change what the owner allows. Any other type of person, such
// as a supplier, sees nothing: the launch does not say which supplier.
func (o Operator) Right(subsChangeRules bool) Right {
	switch {
	case o.Type == "P":
		return RightOwn
	case o.Type == "A" && subsChangeRules:
		return RightRules
	case o.Type == "A":
		return RightAct
	}
	return RightNone
}
