package lowstock

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
