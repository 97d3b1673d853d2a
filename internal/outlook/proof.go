package outlook

// ProofWindows is how many lead times have to be judged before a proof of a
// reorder point is conclusive.
const ProofWindows = 60

// Proof is what the sales of the last year show about a reorder point.
type Proof struct {
	Windows int     // lead times that are judged; one begins on each day
	Kept    float64 // share of them in which demand was not above the point, 0 to 1
	Above   int     // the least demand above the point that one of them had, in units; 0: none had more than the point

	// From and To are the earlier and the recent units a day, if the item really
	// sells more slowly now. Both are 0 if it does not.
	From, To float64
}

// Conclusive says whether enough lead times were judged.
func (p Proof) Conclusive() bool { return p.Windows >= ProofWindows }

// Slowed says whether the item really sells more slowly than before.
func (p Proof) Slowed() bool { return p.From > 0 }

// Offer is how a suggestion may be offered in place of a threshold.
type Offer string

// The offers.
const (
	OfferNone   Offer = ""       // no offer: it equals the threshold, or it would have covered fewer lead times without a known reason
	OfferPlain  Offer = "plain"  // it would have covered as many lead times as the threshold, or nothing shows that it would not
	OfferEnough Offer = "enough" // fewer lead times than the threshold, but the promised share
	OfferSlower Offer = "slower" // fewer than the promised share, because the item sells more slowly than before
)

// KeepsPromise says whether the point covered the promised share of the last
// year's lead times. It is true if the proof is not conclusive.
func (s Suggestion) KeepsPromise() bool {
	return !s.Proof.Conclusive() || 100*s.Proof.Kept >= float64(s.Level)-1e-9
}

// Lowers says whether a threshold would have covered more of the last year's
// lead times than the suggestion.
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

// Sweeps says whether a bulk action may apply the suggestion without a person
// looking at it. The suggestion must be proven not to cover fewer lead times
// than the threshold.
func (s Suggestion) Sweeps(threshold int) bool {
	return s.Point >= threshold || s.Proven && !s.Lowers(threshold)
}
