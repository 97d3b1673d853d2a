package preference

import (
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/redact"
)

// Target is the address at which a channel reaches a mall.
type Target struct {
	Channel lowstock.Channel
	Address redact.Secret // what the merchant entered, as internal/notify encodes it; "": the channel is not set
	Signing redact.Secret // whsec_…, for channels that send to programs; it is kept when the address is removed
}

// Targets are the targets of a mall, sorted by the name of the channel.
type Targets []Target

// Changed returns the channels whose address is different from was.
func (ts Targets) Changed(was Targets) []lowstock.Channel {
	var list []lowstock.Channel
	for _, t := range slices.Concat(was, ts) {
		if was.Of(t.Channel).Address != ts.Of(t.Channel).Address {
			list = append(list, t.Channel)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Of returns the target of a channel. It returns the zero value if there is
// none.
func (ts Targets) Of(c lowstock.Channel) Target {
	if at, found := ts.at(c); found {
		return ts[at]
	}
	return Target{Channel: c}
}

// Set returns the channels that have an address.
func (ts Targets) Set() []lowstock.Channel {
	var list []lowstock.Channel
	for _, t := range ts {
		if t.Address != "" {
			list = append(list, t.Channel)
		}
	}
	return list
}

// With returns a copy in which the channel has this address; "" removes it.
func (ts Targets) With(c lowstock.Channel, address redact.Secret) Targets {
	at, found := ts.at(c)
	list := slices.Clone(ts)
	if !found {
		list = slices.Insert(list, at, Target{Channel: c})
	}
	list[at].Address = address
	return list
}

func (ts Targets) at(c lowstock.Channel) (at int, found bool) {
	return slices.BinarySearchFunc(ts, c, func(t Target, c lowstock.Channel) int { return strings.Compare(string(t.Channel), string(c)) })
}
