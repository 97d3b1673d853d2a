package connect

import (
	"time"
)

// RenewalRefusal is Cafe24's refusal to renew a mall's pair of tokens.
type RenewalRefusal struct {
	Blame  string // "client": the app's own credentials; "token": the answer names the refresh token; "grant": probably the refresh token
	Client string // fingerprint of the client that was refused
	At     time.Time
	NextAt time.Time // when the renewal is due again
	Many   bool      // many malls are refused at the same time
}

// Renewals counts how Cafe24's token endpoint has recently answered the malls
// of one client.
type Renewals struct {
	Refused  int // malls that were refused without a fault of the client, with the mall that is judged
	Answered int // malls that got a new pair since the first refusal of the mall that is judged
	Silent   int // connected malls that are neither refused nor answered
}

const (
	// RenewalFresh is the greatest age of a refused renewal that still shows how
	// the token endpoint answers now. A failed renewal is tried again every ten
	// minutes.
	RenewalFresh = 20 * time.Minute

	// WitnessPatience is how long a refused renewal waits for the answer of
	// another mall before it counts alone. A pair is renewed at half of its life,
	// so most of this wait has no effect.
	WitnessPatience = 2 * time.Hour
)

// Judge returns what a refused renewal means that was first refused so long
// ago. The text of a refusal does not prove whose fault it is. The answers to
// other malls do. If the same client got a new pair since then, the reason is
// the mall. If many malls are refused and few are answered, the reason is the
// app. Before any other mall has asked, the reason cannot be known, so the app
// waits. If the app has three malls or fewer, a refusal always counts against
// the mall: all of them may have lost their tokens.
//
// Plain means that the refusal names the refresh token, and dead that the
// access token does not work either. If many malls are refused in that way, the
// refusals count against the malls after RenewalFresh. The restore of an old
// backup has this effect.
func (n Renewals) Judge(plain, dead bool, after time.Duration) Verdict {
	switch {
	case n.Refused+n.Answered+n.Silent <= manyMalls:
		return RefusedForGood
	case n.Refused >= manyMalls && n.Refused > n.Answered:
		if plain && dead && after >= RenewalFresh {
			return RefusedForGood
		}
		return RefusedMany
	case n.Answered > 0 || after >= WitnessPatience:
		return RefusedForGood
	default:
		return RefusedOnce
	}
}

// Undecided says whether it is not known yet what a refused renewal means.
func (n Renewals) Undecided() bool { return n.Judge(false, false, 0) == RefusedOnce }

// AppState is what Cafe24 refuses to the app itself, for every mall. The
// operator has to correct it.
type AppState struct {
	SecretRefused  time.Time // since when the client secret of a running process is refused; zero: no refusal is known
	OwnSecret      bool      // the refused secret is that of the process that asks
	VersionRefused time.Time // since when the configured API version is refused
	VersionUsed    string    // the version that is used instead
}
