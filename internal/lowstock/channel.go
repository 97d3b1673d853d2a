package lowstock

// Channel is a way to send notifications: e-mail, or a channel that
// internal/notify registers.
type Channel string

// The channels that are named outside of their own file. E-mail has other rules
// than all other channels. SLACK_WEBHOOK_URL sets Slack for new malls. Webhooks
// are received by programs.
const (
	ChannelEmail   Channel = "email"
	ChannelSlack   Channel = "slack"
	ChannelWebhook Channel = "webhook"
)

// ForPrograms says whether the channel sends to a program and not to a person.
// Its messages are signed with a secret of the mall, and are not paced.
func (c Channel) ForPrograms() bool { return c == ChannelWebhook }

// SendFault is the reason why a channel did not accept a message.
type SendFault string

// The faults. A message that a channel refused with one of [GoneFaults] is not
// tried again.
const (
	FaultAddress SendFault = "url"  // the URL cannot be used
	FaultGone    SendFault = "gone" // the channel does not exist any more, or accepts nothing any more
	FaultBusy    SendFault = "busy" // the server asked the app to wait
	FaultAway    SendFault = "away" // the server did not answer, or answered with an error of its own
)

// GoneFaults are the faults that say that a channel accepts nothing any more. A
// further attempt does not help.
func GoneFaults() []SendFault { return []SendFault{FaultGone, FaultAddress} }

// ErrorPrefix is the prefix of the catalogue keys of all faults.
const ErrorPrefix = "letter.error."

// ErrorKey is the key of the message catalogue for a fault. Package views/words
// makes the sentence from the fault and the channel's name.
func (c Channel) ErrorKey(fault SendFault) string {
	return ErrorPrefix + string(c) + "_" + string(fault)
}
