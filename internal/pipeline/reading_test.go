package pipeline

import (
	"testing"

	"cafe24-inventory-alert/internal/cafe24"
)

// What is no image is not stored, whatever Cafe24 sends.
func TestOnlyImagesAreStored(t *testing.T) {
	t.Parallel()
	for sent, stored := range map[string]string{
		"javascript:alert(1)": "", "data:image/png;base64,AA==": "", "file:///etc/passwd": "", "http://img.example/1.jpg": "https://img.example/1.jpg",
	} {
		if got := readingOf(cafe24.Product{ImageURL: sent}).Product.ImageURL; got != stored {
			t.Errorf("%q is stored as %q", sent, got)
		}
	}
}
