package outlook

// ProofWindows is how many lead times have to be judged before the last year
// says anything of a reorder point.
const ProofWindows = 60

// Proof is what the last year says of a reorder point.
type Proof struct {
	Windows int     // lead times that are judged, one beginning a day
	Kept    float64 // share of them in which no more than the point was wanted, 0 to 1
	Above   int     // the least that one of them wanted beyond the point, in units; 0: none did

	// From and To are the units a day that were sold before and lately, where it
	// really sells more slowly; both are 0 where it does not.
	From, To float64
}

// Conclusive says whether the proof says anything.
func (p Proof) Conclusive() bool { return p.Windows >= ProofWindows }

// Slowed says whether it really sells more slowly than it did.
func (p Proof) Slowed() bool { return p.From > 0 }

// Offer is how a suggestion may be offered in place of a threshold.
type Offer string

// The offers.
const (
	OfferNone   Offer = ""       // not at all: it is the threshold already, or would have kept less and nothing says why
	OfferPlain  Offer = "plain"  // it would have kept as much as the threshold, or nothing says that it would not
	OfferEnough Offer = "enough" // less than the threshold, but what is promised
	OfferSlower Offer = "slower" // less than either, since it sells more slowly than it did
)

// KeepsPromise says whether the last year bears the promise out; true where it says
// nothing.
func (s Suggestion) KeepsPromise() bool {
	return !s.Proof.Conclusive() || 100*s.Proof.Kept >= float64(s.Level)-1e-9
}

// Lowers says whether a threshold would have kept more of the last year's lead
// times than the suggestion.
func (s Suggestion) Lowers(threshold int) bool {
	return s.Proof.Conclusive() && s.Proof.Above > 0 && s.Proof.Above <= threshold
}

// Offered says how the suggestion may be offered in place of a threshold.
func (s Suggestion) Offered(threshold int) Offer {
	switch {
	case !s.Known, s.Point == threshold:
		return OfferNone
	case !s.Lowers(threshold):
		return OfferPlain
	case s.KeepsPromise():
		return OfferEnough
	case s.Proof.Slowed():
		return OfferSlower
	}
	return OfferNone
}

// Sweeps says whether the suggestion may be taken over among many without being
// looked at: it is proven not to lower what a threshold keeps.
func (s Suggestion) Sweeps(threshold int) bool {
	return s.Point >= threshold || s.Proven && !s.Lowers(threshold)
}
