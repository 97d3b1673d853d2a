package lowstock

import (
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/redact"
)

// Channel is a way to reach somebody: e-mail, or one that internal/notify
// registers.
type Channel string

// The channels that are named outside of their own file: the rules of e-mail
// differ from those of all others, SLACK_WEBHOOK_URL sets one for new malls, and
// webhooks go to programs.
const (
	ChannelEmail   Channel = "email"
	ChannelSlack   Channel = "slack"
	ChannelWebhook Channel = "webhook"
)

// ForPrograms says whether a program and not a person receives what the channel
// sends. Its messages are signed with a secret of the mall, and are not paced.
func (c Channel) ForPrograms() bool { return c == ChannelWebhook }

// SendFault is why a channel did not take a message.
type SendFault string

// The faults. A message that a channel refused for one of [GoneFaults] is not
// tried again.
const (
	FaultAddress SendFault = "url"  // where it leads cannot be used
	FaultGone    SendFault = "gone" // it does not exist any more, or takes nothing any more
	FaultBusy    SendFault = "busy" // it asked to wait
	FaultAway    SendFault = "away" // it did not answer, or with an error of its own
)

// GoneFaults are the faults that say a channel takes nothing any more, however
// often it is tried.
func GoneFaults() []SendFault { return []SendFault{FaultGone, FaultAddress} }

// ErrorPrefix is what the keys of all faults begin with.
const ErrorPrefix = "letter.error."

// ErrorKey is the key of the message catalogue for a fault; views/words makes its
// sentence from the fault and the channel's name.
func (c Channel) ErrorKey(fault SendFault) string {
	return ErrorPrefix + string(c) + "_" + string(fault)
}

// Target is where a channel reaches a mall.
type Target struct {
	Channel Channel
	Address redact.Secret // what the merchant entered, as internal/notify packs it; "": the channel is not set
	Signing redact.Secret // whsec_…, of channels for programs; it stays when the address is removed
}

// Targets are those of a mall, by the names of their channels in order.
type Targets []Target

// Of returns the target of a channel; the zero value where there is none.
func (ts Targets) Of(c Channel) Target {
	if at, found := ts.at(c); found {
		return ts[at]
	}
	return Target{Channel: c}
}

// With returns a copy in which the channel has this address; "" removes it.
func (ts Targets) With(c Channel, address redact.Secret) Targets {
	at, found := ts.at(c)
	list := slices.Clone(ts)
	if !found {
		list = slices.Insert(list, at, Target{Channel: c})
	}
	list[at].Address = address
	return list
}

// Set returns the channels that have an address.
func (ts Targets) Set() []Channel {
	var list []Channel
	for _, t := range ts {
		if t.Address != "" {
			list = append(list, t.Channel)
		}
	}
	return list
}

// Changed returns the channels whose address differs from what it was.
func (ts Targets) Changed(was Targets) []Channel {
	var list []Channel
	for _, t := range slices.Concat(was, ts) {
		if was.Of(t.Channel).Address != ts.Of(t.Channel).Address {
			list = append(list, t.Channel)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (ts Targets) at(c Channel) (at int, found bool) {
	return slices.BinarySearchFunc(ts, c, func(t Target, c Channel) int { return strings.Compare(string(t.Channel), string(c)) })
}
