package storage

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strconv"
)

// toValue is an argument as the driver takes it.
func toValue(v any) (driver.Value, error) {
	switch v := v.(type) {
	case nil, int64, string, []byte, float64, bool:
		return v, nil
	case int:
		return int64(v), nil
	case driver.Valuer:
		return v.Value()
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.String:
		return rv.String(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return rv.Int(), nil
	case reflect.Bool:
		return rv.Bool(), nil
	case reflect.Float32, reflect.Float64:
		return rv.Float(), nil
	case reflect.Slice:
		if rv.Type().Elem().Kind() == reflect.Uint8 {
			return rv.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("storage: no column takes a %T", v)
}

// scanAll copies the columns of a row.
func scanAll(to []any, from []driver.Value) error {
	if len(to) != len(from) {
		return fmt.Errorf("storage: %d columns for %d values", len(from), len(to))
	}
	for i, v := range from {
		if err := scanOne(to[i], v); err != nil {
			return fmt.Errorf("storage: column %d: %w", i+1, err)
		}
	}
	return nil
}

// scanOne copies a column: SQLite knows whole numbers, broken ones, texts, bytes
// and NULL. What does not fit is an error; only numbers may be read as texts.
func scanOne(to any, from driver.Value) error {
	switch to := to.(type) {
	case *string:
		if s, ok := from.(string); ok {
			*to = s
			return nil
		}
	case *int64:
		if n, ok := from.(int64); ok {
			*to = n
			return nil
		}
	case *int:
		if n, ok := from.(int64); ok {
			*to = int(n)
			return nil
		}
	case *[]byte:
		return scanBytes(to, from)
	case *sql.RawBytes:
		return scanRaw(to, from)
	case *any:
		*to = from
		return nil
	case sql.Scanner:
		return to.Scan(from)
	}
	rv := reflect.ValueOf(to)
	if rv.Kind() == reflect.Pointer && scanKind(rv.Elem(), from) {
		return nil
	}
	return fmt.Errorf("a %T does not go into a %T", from, to)
}

func scanBytes(to *[]byte, from driver.Value) error {
	switch v := from.(type) {
	case nil:
		*to = nil
	case []byte:
		*to = v
	case string:
		*to = []byte(v)
	default:
		return fmt.Errorf("a %T does not go into bytes", from)
	}
	return nil
}

// scanRaw is for those who look at the bytes before they read the next row.
func scanRaw(to *sql.RawBytes, from driver.Value) error {
	switch v := from.(type) {
	case nil:
		*to = nil
	case []byte:
		*to = v
	case string:
		*to = append((*to)[:0], v...)
	default:
		return fmt.Errorf("a %T does not go into bytes", from)
	}
	return nil
}

// scanKind copies a column into a value of whatever name.
func scanKind(to reflect.Value, from driver.Value) bool {
	n, whole := from.(int64)
	switch to.Kind() {
	case reflect.String:
		switch v := from.(type) {
		case string:
			to.SetString(v)
		case []byte:
			to.SetString(string(v))
		case int64:
			to.SetString(strconv.FormatInt(v, 10))
		default:
			return false
		}
		return true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if whole && !to.OverflowInt(n) {
			to.SetInt(n)
			return true
		}
	case reflect.Bool:
		if whole && (n == 0 || n == 1) {
			to.SetBool(n == 1)
			return true
		}
	case reflect.Float32, reflect.Float64:
		if f, ok := from.(float64); ok {
			to.SetFloat(f)
			return true
		}
		if whole {
			to.SetFloat(float64(n))
			return true
		}
	}
	return false
}
