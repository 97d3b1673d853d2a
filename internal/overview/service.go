package overview

import "time"

// Service is how the app works for all malls together. It names no mall.
type Service struct {
	MailFailing time.Time // since when mail cannot be sent; zero: it can
	MailLate    time.Time // since when mails of many malls are overdue; zero: they are not
	NoticesLate time.Time // since when notices of many malls wait to be processed; zero: they do not
}

// ServiceLate is how long a mail or a notice may be overdue before the service
// counts as slow.
const ServiceLate = 10 * time.Minute
