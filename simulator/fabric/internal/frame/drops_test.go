package frame

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTheReadmeTellsEachReason(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, reason := range ReasonNames {
		if row := fmt.Sprintf("| `%s` | %s |\n", reason.Name, reason.Meaning); !strings.Contains(string(readme), row) {
			t.Errorf("README.md lacks %s", row)
		}
	}
}
