package connect

import (
	"time"
)

// RenewalRefusal is Cafe24's refusal to renew a mall's pair of tokens.
type RenewalRefusal struct {
	Blame  string // "client": the app's own credentials; "token": the refresh token in plain words; "grant": it too, as far as is known
	Client string // fingerprint of the client that was refused
	At     time.Time
	NextAt time.Time // when the renewal is due again
	Many   bool      // many malls are refused at once
}

// Renewals are how Cafe24's token endpoint answers the malls of one client of
// late.
type Renewals struct {
	Refused  int // for no fault of the client; the one that is judged included
	Answered int // with a new pair since the first refusal of the one that is judged
	Silent   int // connected, but neither
}

const (
	// RenewalFresh is how long ago a refused renewal may be to say something of
	// how the token endpoint answers now: renewals that fail are tried again
	// every ten minutes.
	RenewalFresh = 20 * time.Minute

	// WitnessPatience is how long a refused renewal waits for another mall's
	// answer before it is believed alone. A pair is renewed at half of its life,
	// so most of this costs nothing.
	WitnessPatience = 2 * time.Hour
)

// Judge says what a refused renewal means, first refused so long ago. The words
// of a refusal do not prove whose fault it is, other malls' answers do: where
// the same client has been given a new pair since, the mall is meant; where
// many are refused and few are answered, the app is. Before anybody else has
// asked nobody knows, so that is waited for. Of three malls all may be
// meant, and are.
//
// Plain is a refusal that names the refresh token: where many are refused so
// and the access token is dead too, they are believed after a while, as after
// the restore of an old backup.
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

// Undecided says whether nobody knows yet what a refused renewal means.
func (n Renewals) Undecided() bool { return n.Judge(false, false, 0) == RefusedOnce }

// AppState is what Cafe24 refuses the app itself, whatever the mall. Its
// operator has to mend it.
type AppState struct {
	SecretRefused  time.Time // since when the client secret of a running process is; zero: it is not, as far as is known
	OwnSecret      bool      // it is that of the process that asks
	VersionRefused time.Time // since when the API version that is configured is
	VersionUsed    string    // in its place
}
