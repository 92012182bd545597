#pragma once
#include "operation/registry.hpp"

/// `"tagInactive": {"before": "2024-01-01", "tag": "inactive"}`: writes the tag into `metaData.tag` of every
/// member who last logged in before the date. Who never logged in stays as they are.
muster::operation::kind tag_inactive_kind();
