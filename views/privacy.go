package views

import "cafe24-inventory-alert/views/words"

// PrivacyPage says what is stored, why, how long, and who processes it. It
// needs no session and shows no data of a mall.
type PrivacyPage struct {
	words.Locale

	Assets       Assets
	App          string // name of the app
	Other        string // address of the page in the other language
	OtherLang    words.Locale
	Stored       []PrivacyItem
	Parts        []PrivacyPart
	SupportEmail string // "" leaves it out
	SupportURL   string // "" leaves it out
}

// PrivacyItem is one kind of stored data.
type PrivacyItem struct{ What, Why, Kept string }

// PrivacyPart is a heading with its sentences.
type PrivacyPart struct {
	Title string
	Lines []string
}
