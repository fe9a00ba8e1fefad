package rules

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// mistakes collects everything that is wrong, so that one answer tells it all.
type mistakes []string

func (m *mistakes) add(format string, values ...any) { *m = append(*m, fmt.Sprintf(format, values...)) }

// readStrictly fills `to` from JSON. Unlike encoding/json it refuses unknown and missing fields, and goes on after a
// mistake.
func readStrictly(body []byte, to any) mistakes {
	var found mistakes
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var from any
	if err := decoder.Decode(&from); err != nil {
		found.add("the body is not JSON: %v", err)
	} else if _, err := decoder.Token(); err != io.EOF {
		found.add("something follows the JSON object")
	} else {
		found.fill("", from, reflect.ValueOf(to).Elem())
	}
	return found
}

func (m *mistakes) fill(place string, from any, to reflect.Value) {
	if reader, ok := to.Addr().Interface().(encoding.TextUnmarshaler); ok {
		text, isText := from.(string)
		if !isText {
			m.add("%s must be text", place)
		} else if err := reader.UnmarshalText([]byte(text)); err != nil {
			m.add("%s: %v", place, err)
		}
		return
	}
	switch to.Kind() {
	case reflect.Struct:
		m.fillStruct(place, from, to)
	case reflect.Slice:
		items, ok := from.([]any)
		if !ok {
			m.add("%s must be a list", place)
			return
		}
		to.Set(reflect.MakeSlice(to.Type(), len(items), len(items)))
		for i, item := range items {
			m.fill(fmt.Sprintf("%s[%d]", place, i), item, to.Index(i))
		}
	case reflect.Pointer:
		if from != nil {
			to.Set(reflect.New(to.Type().Elem()))
			m.fill(place, from, to.Elem())
		}
	case reflect.String:
		text, ok := from.(string)
		if !ok {
			m.add("%s must be text", place)
			return
		}
		to.SetString(text)
	default:
		number, ok := from.(json.Number)
		if !ok || json.Unmarshal([]byte(number), to.Addr().Interface()) != nil {
			m.add("%s must be a whole number in its range", place)
		}
	}
}

func (m *mistakes) fillStruct(place string, from any, to reflect.Value) {
	object, ok := from.(map[string]any)
	if !ok {
		m.add("%s must be an object", strings.TrimPrefix(place+" ", " "))
		return
	}
	within := func(name string) string { return strings.TrimPrefix(place+"."+name, ".") }
	var known []string
	for i := range to.NumField() {
		field := to.Type().Field(i)
		name := field.Tag.Get("json")
		known = append(known, name)
		if value, there := object[name]; there {
			m.fill(within(name), value, to.Field(i))
		} else if field.Type.Kind() != reflect.Pointer && field.Tag.Get("rules") != "optional" {
			m.add("%s is missing", within(name))
		}
	}
	for name := range object {
		if !slices.Contains(known, name) {
			m.add("%s is unknown", within(name))
		}
	}
}
