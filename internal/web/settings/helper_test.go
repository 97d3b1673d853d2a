package settings

import (
	"time"

	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/words"
)

func timeAt(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func viewerAt(l words.Locale, now string) viewer {
	return viewer{present.Viewer{Locale: l, Zone: time.FixedZone("KST", 9*60*60), Now: timeAt(now), Right: team.RightOwn}}
}
