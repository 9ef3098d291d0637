"""Who is where and when: visits, working time, rooms and equipment, and the times that are free."""
